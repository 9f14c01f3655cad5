-- server_properties: what the running server says of its web listeners; a property that it does not know is NULL.
-- Parameters: none.
SELECT
    PROPERTY('CommandLine') AS command_line,
    PROPERTY('HttpPorts') AS http_ports,
    PROPERTY('HttpsPorts') AS https_ports,
    PROPERTY('ProductVersion') AS version
