SELECT borough, zone, total FROM (
  SELECT z.Borough AS borough, z.Zone AS zone, SUM(t.total_cents) AS total,
         ROW_NUMBER() OVER (PARTITION BY z.Borough ORDER BY SUM(t.total_cents) DESC, z.Zone) AS place
  FROM trips t JOIN zones z ON z.LocationID = t.dropoff_zone GROUP BY z.Borough, z.Zone
) ranked WHERE place = 1 ORDER BY borough
