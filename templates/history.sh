# Each run adds files of its own, so a rejected push only means that another run was first: fetch again, and retry.
git init --quiet store
cd store
git config user.name github-actions
git config user.email github-actions@users.noreply.github.com
git remote add origin "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"
credentials=$(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 --wrap=0)
git config "http.$GITHUB_SERVER_URL/.extraheader" "AUTHORIZATION: basic $credentials"
for attempt in 1 2 3 4 5; do
  if git fetch --quiet --depth 1 origin "refs/heads/$BRANCH"; then
    git checkout --quiet --force -B "$BRANCH" FETCH_HEAD
  elif [ "$attempt" = 1 ]; then
    git checkout --quiet --orphan "$BRANCH"
  fi
  cp -R ../aggregate/history/. .
  git add --all
  if git diff --cached --quiet; then
    echo "this run is in the history already"
    exit 0
  fi
  git commit --quiet --message "Results of run $GITHUB_RUN_ID"
  if git push --quiet origin "HEAD:refs/heads/$BRANCH"; then
    exit 0
  fi
  sleep $((attempt * 5))
done
echo "::error::the history could not be pushed to the branch $BRANCH in 5 attempts"
exit 1
