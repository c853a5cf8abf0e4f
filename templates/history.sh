# The branch has one commit: its files are the history, and commits would be another one that grows for ever. The lease
# says what the branch was when it was read: if another run was first, the push is rejected, and it begins anew.
chmod +x "$PIPEWRIGHT_BIN"/*
git init --quiet store
cd store
git config user.name github-actions
git config user.email github-actions@users.noreply.github.com
git remote add origin "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"
credentials=$(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 --wrap=0)
git config "http.$GITHUB_SERVER_URL/.extraheader" "AUTHORIZATION: basic $credentials"
unset GITHUB_TOKEN credentials
for attempt in 1 2 3 4 5; do
  before=
  if git fetch --quiet --depth 1 origin "refs/heads/$BRANCH"; then
    before=$(git rev-parse FETCH_HEAD)
    git read-tree --reset -u "$before"
  fi
  "$PIPEWRIGHT_BIN/pipewright-runtime" history add --history . ../aggregate/history
  "$PIPEWRIGHT_BIN/pipewright-runtime" history prune --history . --keep "$KEEP"
  git add --all
  tree=$(git write-tree)
  if [ -n "$before" ] && [ "$tree" = "$(git rev-parse "$before^{tree}")" ]; then
    echo "this run is in the history already"
    exit 0
  fi
  commit=$(git commit-tree "$tree" -m "Results up to run $GITHUB_RUN_ID")
  if git push --quiet --force-with-lease="refs/heads/$BRANCH:$before" origin "$commit:refs/heads/$BRANCH"; then
    exit 0
  fi
  sleep $((attempt * 5))
done
echo "::error::the history could not be pushed to the branch $BRANCH in 5 attempts"
exit 1
