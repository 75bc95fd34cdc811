// The place to drop a file: shows name and size, and refuses at once what the server would refuse.
const size = (bytes) => {
  const [figure, unit] = bytes < 2 ** 20 ? [bytes / 1024, "kB"] : [bytes / 2 ** 20, "MB"];
  return `${figure.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
};
function complaint(file, { accept, maxBytes }) {
  const endings = accept.split(",").map((ending) => ending.trim().toLowerCase());
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending)))
    return `Tệp "${file.name}" không phải loại ${accept}. Mở trong Excel, chọn Lưu thành (Save as) ${accept} rồi chọn lại.`;
  if (file.size > Number(maxBytes))
    return `Tệp "${file.name}" nặng ${size(file.size)}, quá mức ${size(Number(maxBytes))}. Hãy giảm cỡ (ảnh: chọn cỡ nhỏ hơn; Excel: bỏ hình và trang không cần) rồi chọn lại.`;
  return "";
}
function show(place, input) {
  const [file] = input.files;
  const wrong = file ? complaint(file, place.dataset) : "";
  input.setCustomValidity(wrong);
  place.classList.toggle("refused", Boolean(wrong));
  place.querySelector("output").value = wrong || (file ? `${file.name} (${size(file.size)})` : "");
}

for (const place of document.querySelectorAll("[data-drop]")) {
  const input = place.querySelector("input[type=file]");
  place.classList.add("live"); // name and size stand below, the browser's own button is not needed
  input.addEventListener("change", () => show(place, input));
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.toggle("over", name.startsWith("drag") && name !== "dragleave");
    });
  }
  place.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
  window.addEventListener("pageshow", () => show(place, input));
}
