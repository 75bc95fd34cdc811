// Blocks as Excel and LibreOffice put them on the clipboard: tabs between cells, lines between rows, quotes where needed.
const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/gy;

/** Rows of texts. A line break inside a cell becomes a space; the break at the end makes no row. */
export function readBlock(text) {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  CELL.lastIndex = 0;
  for (let found; (found = CELL.exec(source)); ) {
    const [, quoted, plain, end] = found;
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).replace(/\s+/g, " ").trim());
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  return rows;
}

export const writeBlock = (rows) =>
  rows.map((row) => row.map((text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t")).join("\n");

/** Lays the block over the table from its first selected cell: {changes: [[input, text]], said}. */
export function layBlock(block, sheet, selection) {
  const { top, left, bottom, right } = selection;
  const single = block.length === 1 && block[0].length === 1;
  const height = single ? bottom - top + 1 : block.length;
  const width = single ? right - left + 1 : Math.max(...block.map((row) => row.length));
  const changes = [];
  let outside = 0, locked = 0, cleared = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const text = single ? block[0][0] : block[row][column];
      const input = sheet.rows[top + row]?.[left + column];
      if (text === undefined) continue;
      else if (!input) outside += 1;
      else if (input.readOnly) locked += 1;
      else {
        cleared += !text && sheet.shown(input) !== "";
        changes.push([input, text]);
      }
    }
  }
  const said = [`Đã dán ${changes.length} ô`];
  if (cleared) said.push(`trong đó ${cleared} ô bị xóa trống`);
  if (outside) said.push(`khối dán ${height} dòng × ${width} cột lớn hơn phần bảng còn lại, ${outside} ô nằm ngoài không dán được`);
  if (locked) said.push(`${locked} ô không được sửa, giữ nguyên`);
  return { changes, said: changes.length === 1 && said.length === 1 ? "" : `${said.join("; ")}.` };
}
