"""An archive that means harm, for tests of every page that shows articles."""
