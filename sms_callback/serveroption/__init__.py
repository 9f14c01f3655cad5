"""SQL Anywhere's server option `-xs`, which lets the database server take HTTP requests itself."""
