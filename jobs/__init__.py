"""Background work of any kind.

models     what every job has: its state, and the transitions between states
queue      the one module that knows the queue
recovery   what the loss of a worker or of a message leaves behind
activity   that this worker process is at work
waiting    how a call waits for a job
"""
