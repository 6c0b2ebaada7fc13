"""The system of record: tables, units of work and migrations; the only floor that knows SQL."""
