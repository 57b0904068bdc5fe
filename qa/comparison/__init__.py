"""Two texts sentence by sentence, and the passages related to one."""
