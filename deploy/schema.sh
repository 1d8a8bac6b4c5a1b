#!/bin/sh
# Creates or upgrades the two databases of the Temporal server. May run any number of times: setting up a schema that is
# there would set its version back, so that is done only where no version was ever recorded.
set -eu

tool=${SQL_TOOL:-temporal-sql-tool}

upgrade() {
  "$tool" --db "$1" update-schema --schema-name "postgresql/v12/$2"
}

prepare() {
  "$tool" --db "$1" create || echo "$1 : already there"
  if words=$(upgrade "$1" "$2" 2>&1); then return; fi
  echo "$words"
  case $words in
    *schema_version*'does not exist'*) ;;
    *) return 1 ;;
  esac
  "$tool" --db "$1" setup-schema -v 0.0
  upgrade "$1" "$2"
}

prepare temporal temporal
prepare temporal_visibility visibility
