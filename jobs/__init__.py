"""Background work of any kind, and the workers that do it.

models        what every job has: its state, and the transitions between states; the workers
queue         the one module that knows the queue
recovery      what the loss of a worker or of a message leaves behind
heartbeat     that a job is at work
waiting       how a call waits for a job
warm_process  a process with the libraries imported, and what it forks: one for every job
watch         ends a cluster that cannot work any more
"""
