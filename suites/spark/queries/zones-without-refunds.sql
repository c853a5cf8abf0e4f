SELECT z.LocationID, z.Zone FROM zones z
WHERE NOT EXISTS (SELECT 1 FROM trips t WHERE t.pickup_zone = z.LocationID AND t.fare_cents < 0) ORDER BY z.LocationID
