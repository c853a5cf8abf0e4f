SELECT day, total, SUM(total) OVER (ORDER BY day) AS so_far FROM (
  SELECT pickup_day AS day, SUM(total_cents) AS total FROM trips GROUP BY pickup_day
) daily ORDER BY day
