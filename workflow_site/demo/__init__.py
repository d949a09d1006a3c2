"""The demo city: a commission, its districts and institutions, a campaign in its third phase; made by the verbs."""
