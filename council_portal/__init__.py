"""The frame of the portal: everything that knows neither what a case is nor what a complaint is."""
