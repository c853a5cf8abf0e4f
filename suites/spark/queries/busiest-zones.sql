SELECT z.Borough, z.Zone, COUNT(*) AS pickups, SUM(t.total_cents) AS total
FROM trips t JOIN zones z ON z.LocationID = t.pickup_zone
GROUP BY z.Borough, z.Zone ORDER BY pickups DESC, z.Zone LIMIT 10
