"""What a person can do: each verb checks, writes one changeset in one transaction, returns what changed."""
