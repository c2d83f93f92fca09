#!/bin/sh
# Make the role that the service connects as. It owns nothing; `charter db grant` says what it may.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
  --set password="$(cat /run/secrets/service_password)" <<'SQL'
CREATE ROLE charter_service LOGIN PASSWORD :'password';
SQL
