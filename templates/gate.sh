# One line a job: its name, the result that this event calls for, and the result it had.
red=0
while read -r job expected result; do
  if [ -n "$job" ] && [ "$result" != "$expected" ]; then
    echo "::error title=$job::expected $expected, was $result"
    red=1
  fi
done <<< "$JOBS"
if [ "$SELECTED" != true ]; then
  echo "::error title=nothing selected::no trigger of pipeline.toml owns this event, so nothing was tested"
  red=1
fi
exit "$red"
