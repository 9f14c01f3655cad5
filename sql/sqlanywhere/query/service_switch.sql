-- service_switch: switch a web service on or off. The program fills in the name and the state, ENABLE or DISABLE.
ALTER SERVICE "{name}" {state};
