SELECT payment_type, COUNT(*) AS trips, SUM(fare_cents) AS fares, SUM(tip_cents) AS tips
FROM trips GROUP BY payment_type ORDER BY payment_type
