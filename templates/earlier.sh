mkdir earlier
workflow=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID" --jq .workflow_id)
gh api "repos/$GITHUB_REPOSITORY/actions/workflows/$workflow/runs?per_page=100" \
  --jq '.workflow_runs[] | select(.event != "pull_request" and .head_repository.id == .repository.id) | .id' > runs
while read -r run; do
  if [ "$run" != "$GITHUB_RUN_ID" ] &&
    ! gh run download "$run" --repo "$GITHUB_REPOSITORY" --name {{ artifact }} --dir "earlier/$run" < /dev/null; then
    echo "run $run has no report, or it is no longer kept"
    rm -rf "earlier/$run"
  fi
done < runs
