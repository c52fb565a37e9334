"""Engines: the integer form of a set computed for many units, with numpy or compiled for the machine."""
