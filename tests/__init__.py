"""The suite: the cast, what they make, the stories they tell, and one folder per app."""
