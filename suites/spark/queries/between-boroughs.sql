SELECT p.Borough AS pickup, d.Borough AS dropoff, COUNT(*) AS trips, SUM(t.distance_hundredths) AS distance
FROM trips t JOIN zones p ON p.LocationID = t.pickup_zone JOIN zones d ON d.LocationID = t.dropoff_zone
GROUP BY p.Borough, d.Borough ORDER BY p.Borough, d.Borough
