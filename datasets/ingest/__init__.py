"""What happens to an upload, from its bytes to a version of a data set.

files             an upload on the disk, and files that go again
memory            the choices that were made for a sheet, used again
upload            a sheet as a version
append            a sheet as further rows, after a plan
rereading         the file of a version read another way, or with its corrections
repairing         a version after steps, and the steps of an earlier version again
previewing        how a file would be read; nothing is kept
keeping           a version with its files, written down once
imports           uploads that a worker reads
import_execution  what the worker does

How a sheet is held against the data set is in ``datasets.schema``.
"""
