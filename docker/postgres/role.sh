# Run once, by the image, when the volume is empty. The migration step comes as `fulcrum`, who owns the database and
# nothing else, and the processes as `fulcrum_app`, who owns nothing: the migration step says what they may do. The
# superuser is left without a password: nobody comes in as such but from inside the container.
psql --username postgres --dbname postgres --no-psqlrc --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" \
  --set app_password="$POSTGRES_APP_PASSWORD" <<'SQL'
create role fulcrum login password :'password';
create role fulcrum_app login password :'app_password';
create database fulcrum owner fulcrum;
revoke connect on database postgres from public;
alter role postgres password null;
SQL
