SELECT COUNT(*) AS trips, COUNT(passengers) AS known, COUNT(DISTINCT passengers) AS kinds, SUM(passengers) AS people FROM trips
