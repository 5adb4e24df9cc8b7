"""Pure helpers that know no room: NHS number, postcode, London time, weeks."""
