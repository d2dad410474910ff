/// What the HTML report can do beyond being read.
enum HTMLScript {
    /// The script; it depends on no network and keeps nothing but the choice of colours.
    static let text = #"""

        (() => {
        "use strict";
        const root = document.documentElement;
        const byId = (id) => document.getElementById(id);
        const make = (name, text) => {
          const element = document.createElement(name);
          if (text !== undefined) element.textContent = text;
          return element;
        };

        // Colours: the reader's system decides until the button is pressed.
        const theme = byId("theme");
        const prefersDark = matchMedia("(prefers-color-scheme: dark)");
        const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches;
        const showTheme = () => theme.setAttribute("aria-pressed", String(isDark()));
        try { const kept = localStorage.getItem("bench-report-theme"); if (kept) root.dataset.theme = kept; } catch {}
        theme.hidden = false;
        showTheme();
        prefersDark.addEventListener("change", showTheme);
        theme.addEventListener("click", () => {
          root.dataset.theme = isDark() ? "light" : "dark";
          try { localStorage.setItem("bench-report-theme", root.dataset.theme); } catch {}
          showTheme();
        });

        // Contents: folded where they are narrow, and telling what is in sight.
        if (matchMedia("(max-width: 64rem)").matches) document.querySelector("nav details").open = false;
        const links = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(1), a]));
        const linkOf = (section) => links.get(encodeURIComponent(section.id)) ?? links.get(section.id);
        const inSight = new Set();
        const sections = [...document.querySelectorAll("main > section")];
        const observer = new IntersectionObserver((entries) => {
          for (const entry of entries) {
            if (entry.isIntersecting) inSight.add(entry.target); else inSight.delete(entry.target);
          }
          const first = sections.find((section) => inSight.has(section));
          for (const section of sections) {
            if (section === first) linkOf(section)?.setAttribute("aria-current", "true");
            else linkOf(section)?.removeAttribute("aria-current");
          }
        }, { rootMargin: "-64px 0px -60% 0px" });
        for (const section of sections) observer.observe(section);
        const openTarget = () => {
          let id = location.hash.slice(1);
          try { id = decodeURIComponent(id); } catch {}
          for (let place = byId(id); place; place = place.parentElement) {
            if (place.tagName === "DETAILS") place.open = true;
          }
          const aside = byId(id)?.querySelector(":scope > details.aside");
          if (aside) aside.open = true;
        };
        addEventListener("hashchange", openTarget);
        openTarget();

        // Printing shows what is folded.
        let opened = [];
        const buttons = [];
        addEventListener("beforeprint", () => {
          opened = [...document.querySelectorAll("details.aside:not([open])")];
          for (const details of opened) details.open = true;
          // A heading that holds a control would not be repeated on every page.
          for (const [head, button] of buttons) head.replaceChildren(button.textContent);
        });
        addEventListener("afterprint", () => {
          for (const details of opened) details.open = false;
          for (const [head, button] of buttons) head.replaceChildren(button);
        });

        // All digits and the address of a cell.
        const tip = byId("tip"), status = byId("status");
        let shown = null;
        const columnOf = (cell) => cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
        const addressOf = (cell) => [cell.closest("table").dataset.table, cell.parentElement.dataset.row,
          columnOf(cell).dataset.column].join(":");
        const hideTip = () => {
          shown?.removeAttribute("aria-describedby");
          shown = null;
          tip.hidden = true;
        };
        const showTip = (cell) => {
          if (shown === cell) return;
          hideTip();
          shown = cell;
          tip.replaceChildren();
          const add = (label, text) => {
            const line = make("span");
            line.append(make("b", label + " "), text);
            tip.append(line);
          };
          if (cell.dataset.digits) add("all digits", cell.dataset.digits);
          const formula = cell.dataset.formula ?? columnOf(cell).dataset.formula;
          if (formula) add("from", formula);
          add("address", addressOf(cell));
          tip.hidden = false;
          cell.setAttribute("aria-describedby", "tip");
          const box = cell.getBoundingClientRect(), size = tip.getBoundingClientRect();
          const left = Math.max(8, Math.min(box.left, root.clientWidth - size.width - 8));
          const below = box.bottom + 4, above = box.top - size.height - 4;
          tip.style.left = left + scrollX + "px";
          tip.style.top = (below + size.height > root.clientHeight && above > 48 ? above : below) + scrollY + "px";
        };
        const cellOf = (event) => event.target.closest?.("tbody td, tbody th");
        let leaving = 0;
        document.addEventListener("pointerover", (event) => {
          if (event.pointerType === "touch") return;
          clearTimeout(leaving);
          const cell = cellOf(event);
          if (cell) showTip(cell);
          else if (!tip.contains(event.target)) leaving = setTimeout(hideTip, 200);
        });
        document.addEventListener("focusin", (event) => { const cell = cellOf(event); if (cell) showTip(cell); });
        document.addEventListener("focusout", (event) => { if (cellOf(event)) hideTip(); });
        const copy = async (cell) => {
          const address = addressOf(cell);
          try {
            await navigator.clipboard.writeText(address);
          } catch {
            const field = make("textarea", address);
            document.body.append(field);
            field.select();
            const isCopied = document.execCommand("copy");
            field.remove();
            cell.focus();
            if (!isCopied) { status.textContent = "Could not copy " + address; return; }
          }
          status.textContent = "Copied " + address;
          if (shown === cell) {
            tip.querySelector(".copied")?.remove();
            const line = make("span", "copied");
            line.className = "copied";
            tip.append(line);
          }
        };

        // One cell of a table can be reached with Tab; arrows go on from there.
        const roam = (table, cell) => {
          table.querySelector("tbody [tabindex]")?.removeAttribute("tabindex");
          cell.tabIndex = 0;
        };
        const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => !row.hidden);
        const move = (event) => {
          if (event.key === "Escape") return hideTip();
          const cell = cellOf(event);
          if (!cell || event.altKey || event.metaKey) return;
          if (event.key === "Enter") return void copy(cell);
          const table = cell.closest("table"), rows = rowsOf(table);
          let row = rows.indexOf(cell.parentElement), column = cell.cellIndex;
          const last = cell.parentElement.cells.length - 1;
          switch (event.key) {
          case "ArrowLeft": column -= 1; break;
          case "ArrowRight": column += 1; break;
          case "ArrowUp": row -= 1; break;
          case "ArrowDown": row += 1; break;
          case "Home": column = 0; if (event.ctrlKey) row = 0; break;
          case "End": column = last; if (event.ctrlKey) row = rows.length - 1; break;
          default: return;
          }
          const target = rows[row]?.cells[column];
          event.preventDefault();
          if (target) { roam(table, target); target.focus(); target.scrollIntoView({ block: "nearest", inline: "nearest" }); }
        };
        document.addEventListener("keydown", move);
        document.addEventListener("click", (event) => {
          const cell = cellOf(event);
          if (!cell || String(getSelection())) return;
          roam(cell.closest("table"), cell);
          cell.focus({ preventScroll: true });
          showTip(cell);
          copy(cell);
        });

        // Sorting and filtering.
        const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
        const numberOf = (cell) => {
          for (const text of [cell.dataset.sort, cell.dataset.digits, cell.textContent.replace("−", "-")]) {
            if (text !== undefined && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
          }
          return null;
        };
        const sort = (table, head, order, rows) => {
          for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
          if (order) head.setAttribute("aria-sort", order);
          const column = head.cellIndex, sign = order === "descending" ? -1 : 1;
          const isNumber = head.classList.contains("n");
          const key = (row) => isNumber ? numberOf(row.cells[column]) : row.cells[column].textContent.trim();
          const isMissing = (value) => value === null || value === "" || value === "–";
          let sorted = rows.map((row) => ({ row, key: key(row) }));
          if (order) {
            // Equal ones keep their order; what has no value comes last either way.
            sorted.sort((a, b) => isMissing(a.key) || isMissing(b.key)
              ? Number(isMissing(a.key)) - Number(isMissing(b.key))
              : sign * (isNumber ? a.key - b.key : collator.compare(a.key, b.key)));
          }
          table.tBodies[0].append(...sorted.map((entry) => entry.row));
        };
        for (const table of document.querySelectorAll("table[data-table]")) {
          const rows = [...table.tBodies[0].rows];
          for (const cell of table.querySelectorAll("tbody [title]")) {
            cell.dataset.digits = cell.title;
            cell.removeAttribute("title");
          }
          if (rows.length === 0) continue;
          rows[0].cells[0].tabIndex = 0;
          table.parentElement.removeAttribute("tabindex");
          if (rows.length > 1) {
            for (const head of table.tHead.rows[0].cells) {
              const button = make("button", head.textContent);
              button.type = "button";
              button.addEventListener("click", () => {
                const order = head.getAttribute("aria-sort");
                sort(table, head, order === null ? "ascending" : order === "ascending" ? "descending" : null, rows);
              });
              head.replaceChildren(button);
              buttons.push([head, button]);
            }
          }
          if (rows.length > 5) {
            const tools = make("div"), label = make("label", "Filter "), field = make("input");
            const count = make("output");
            tools.className = "tools";
            field.type = "search";
            field.autocomplete = "off";
            field.setAttribute("aria-label", "Filter the rows of: " + table.caption.textContent);
            const texts = rows.map((row) => row.textContent.toLowerCase());
            const tell = (number) => {
              count.textContent = number === rows.length ? rows.length + " rows" : number + " of " + rows.length + " rows";
            };
            tell(rows.length);
            count.setAttribute("aria-live", "polite");
            field.addEventListener("input", () => {
              const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
              let number = 0;
              rows.forEach((row, index) => {
                row.hidden = !words.every((word) => texts[index].includes(word));
                if (!row.hidden) number += 1;
              });
              tell(number);
              const first = rowsOf(table)[0];
              if (first && table.querySelector("tbody [tabindex]")?.parentElement.hidden) roam(table, first.cells[0]);
            });
            label.append(field);
            tools.append(label, count);
            table.parentElement.before(tools);
          }
        }
        byId("hint").hidden = !document.querySelector("table[data-table]");
        })();

        """#
}
