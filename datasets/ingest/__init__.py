"""What happens to an upload, from its bytes to a version of a data set.

files      an upload on the disk, and files that go again
headers    the header of a sheet as found, before anything is chosen (no Django)
memory     the choices that were made for a sheet, used again
keeping    a version with its files, written down once
upload     a sheet as a version; naming.py gives its columns the names of the version before (no Django)
append     a sheet as further rows: append_plan.py (what will change), append_findings.py (what is said),
           as_before.py (what is known of the sheet's columns), schema.py, matching.py, duplicates.py,
           merged_profiles.py (no Django)
rereading  the file of a version read another way; completing.py puts corrections in
repairing  a version after steps; repeating.py does those of an earlier version again
imports    uploads that a worker reads; import_execution.py is what the worker does
"""
