-- service_drop: remove a web service. The program fills in the name.
DROP SERVICE "{name}";
