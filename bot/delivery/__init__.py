"""How what was said reaches its turn, and how what is to be said reaches its reader, whatever stops in between."""
