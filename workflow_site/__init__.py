"""The site: settings, addresses, the workbench, the demo city, and the wiring between the apps."""
