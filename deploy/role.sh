#!/bin/sh
# The role under which the product works, and its password. May run any number of times, after every upgrade of the schema.
set -eu

psql --host postgres --username exigible --dbname exigible --set ON_ERROR_STOP=1 --file /deploy/application-role.sql
printf "ALTER ROLE exigible_app PASSWORD :'password';\n" |
  psql --host postgres --username exigible --dbname exigible --set ON_ERROR_STOP=1 --set password="$EXIGIBLE_APP_PASSWORD" --quiet
