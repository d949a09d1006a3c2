"""Sign-off 办理意见: who is asked, what exactly they were shown, what they answered, and what follows from it."""
