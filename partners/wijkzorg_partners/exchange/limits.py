"""How large a file may be. A directory of 10,000 partners with all its texts stays well within."""

#: Bytes of the file as it is sent.
FILE_LIMIT = 20 * 1024 * 1024
#: Bytes of a workbook when it is unpacked, counted while unpacking: what its directory says may be a lie.
UNPACKED_LIMIT = 100 * 1024 * 1024
#: Files in the zip file that a workbook is.
MEMBERS_LIMIT = 1_000
#: Rows with something in them, without the heads.
ROWS_LIMIT = 20_000
#: The last row of a sheet in any spreadsheet program.
LAST_ROW = 1_048_576
COLUMNS_LIMIT = 100
#: Characters in one cell: no field of a partner is longer, and a spreadsheet's own limit is the same.
CELL_LIMIT = 32_767
#: Characters of one row as JSON.
ROW_LIMIT = 200_000
#: How deep the values of a JSON file may be nested; a list of objects with lists is three.
DEPTH_LIMIT = 20
