# Run once, by the image, when the volume is empty. The processes come as `fulcrum`, who owns the database and nothing
# else. The superuser is left without a password: nobody comes in as such but from inside the container.
psql --username postgres --dbname postgres --no-psqlrc --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" <<'SQL'
create role fulcrum login password :'password';
create database fulcrum owner fulcrum;
revoke connect on database postgres from public;
alter role postgres password null;
SQL
