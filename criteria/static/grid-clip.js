// Blocks as Excel and LibreOffice put them on the clipboard: tabs between cells, lines between rows, quotes where needed.
const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/gy;
const quote = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const writeBlock = (rows) => rows.map((row) => row.map(quote).join("\t")).join("\n");

/** Rows of texts. A line break inside a cell becomes a space; the break at the end makes no row. */
export function readBlock(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(CELL)) {
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).replace(/\s+/g, " ").trim());
    if (end === "\n") rows.push([]);
    if (!end) break;
  }
  return rows;
}
/** Lays the block over the table from its first selected cell, one text over all of them: {changes: [[input, text]], said}. */
export function layBlock(block, sheet, { top, left, bottom, right }) {
  const single = block.length === 1 && block[0].length === 1;
  const texts = single ? Array(bottom - top + 1).fill(Array(right - left + 1).fill(block[0][0])) : block;
  const laid = texts.flatMap((row, r) => row.map((text, c) => [sheet.rows[top + r]?.[left + c], text]));
  const outside = laid.filter(([input]) => !input).length, locked = laid.filter(([input]) => input?.readOnly).length;
  const changes = laid.filter(([input]) => input && !input.readOnly);
  const cleared = changes.filter(([input, text]) => !text && sheet.shown(input)).length;
  const size = `${texts.length} dòng × ${Math.max(...texts.map((row) => row.length))} cột`;
  const said = [`Đã dán ${changes.length} ô`];
  if (cleared) said.push(`trong đó ${cleared} ô bị xóa trống`);
  if (outside) said.push(`khối dán ${size} lớn hơn phần bảng còn lại, ${outside} ô nằm ngoài không dán được`);
  if (locked) said.push(`${locked} ô không được sửa, giữ nguyên`);
  return { changes, said: laid.length > 1 || said.length > 1 ? `${said.join("; ")}.` : "" };
}
