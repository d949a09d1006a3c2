"""The names of what this app allows."""

KEEP_ORGANIZATIONS = "organizations.keep_organizations"  # found, rename and link units
KEEP_BODIES = "organizations.keep_bodies"  # committees and groups, their charters and members
KEEP_PEOPLE = (
    "organizations.keep_people"  # register people, create posts, appoint, lift locks: the security administrator
)
KEEP_ACCOUNTS = "organizations.keep_accounts"  # open and close accounts: the system administrator
KEEP_CALENDAR = "organizations.keep_calendar"  # holidays and make-up working days
