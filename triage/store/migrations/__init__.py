"""The steps from one version of the tables to the next, as Alembic takes them: one file each in `versions/`.

A step only adds, so that servers of the version before go on while it is taken; what is no longer used goes one
version later. Steps lead forward only: the way back is a backup.
"""
