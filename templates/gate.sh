# One line a job: whether it is a test, its name, the result that this event calls for, and the result it had.
red=0
tested=0
while read -r kind job expected result; do
  if [ -n "$kind" ] && [ "$result" != "$expected" ]; then
    echo "::error title=$job::expected $expected, was $result"
    red=1
  fi
  if [ "$kind $expected" = "test success" ]; then
    tested=1
  fi
done <<< "$JOBS"
if [ "$tested" = 0 ]; then
  echo "::error title=nothing selected::no trigger of the pipeline owns this event, so nothing was tested"
  red=1
fi
exit "$red"
