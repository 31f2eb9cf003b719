"""Real documents through the whole way in: uploaded over HTTP, read, classified, extracted, indexed, the case scored."""
