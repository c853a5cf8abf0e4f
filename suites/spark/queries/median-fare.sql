SELECT vendor, fare_cents AS median FROM (
  SELECT vendor, fare_cents, ROW_NUMBER() OVER (PARTITION BY vendor ORDER BY fare_cents, trip) AS place,
         COUNT(*) OVER (PARTITION BY vendor) AS trips FROM trips
) placed WHERE place * 2 IN (trips, trips + 1) ORDER BY vendor
