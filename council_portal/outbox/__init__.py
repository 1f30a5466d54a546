"""What to tell, and what falls due: the message row is the queue, `manage.py run_due` the only background process."""
