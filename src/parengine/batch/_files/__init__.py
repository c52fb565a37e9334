"""Files of tables: Parquet, CSV and Arrow, in and out, batch by batch."""
