SELECT pickup_hour, COUNT(*) AS trips, MAX(seconds) AS longest
FROM trips WHERE fare_cents > 0 GROUP BY pickup_hour ORDER BY pickup_hour
