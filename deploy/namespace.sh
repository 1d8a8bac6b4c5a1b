#!/bin/sh
# The namespace of the cases, ninety days of closed ones, and the search attributes of temporal-attributes.ts.
# May run any number of times.
set -eu

namespace=$TEMPORAL_NAMESPACE
retention=2160h

attributes='
CreditorId=Keyword
DebtorId=Keyword
InvoiceNumber=Keyword
Phase=Keyword
Hold=Keyword
Route=Keyword
Plan=Keyword
Balance=Double
DueOn=Datetime
NextActAt=Datetime
TimeBarredOn=Datetime
NeedsHuman=Bool
'

until temporal operator cluster health; do sleep 2; done

if temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$namespace" --retention "$retention"
else
  temporal operator namespace create --namespace "$namespace" --retention "$retention"
fi

# A namespace takes some seconds to be known to every part of the server.
until known=$(temporal operator search-attribute list --namespace "$namespace"); do sleep 2; done

for attribute in $attributes; do
  name=${attribute%%=*}
  if ! echo "$known" | grep -qw "$name"; then
    temporal operator search-attribute create --namespace "$namespace" --name "$name" --type "${attribute#*=}"
  fi
done
