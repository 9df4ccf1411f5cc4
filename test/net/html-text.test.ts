/** HTML as text: what people would read is there in the order of the page, what they would not is gone. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEntities } from "../../src/net/html-entities.ts";
import { htmlToText } from "../../src/net/html-text.ts";

const textOf = async (html: string) => (await htmlToText(html)).text;

describe("the structure", () => {
  it("is kept: headings, paragraphs, lists, tables, code, line breaks", async () => {
    const html = `<!doctype html><html><head><title>House
      rules</title><style>p{color:red}</style></head><body>
      <h1>Rules</h1><p>Be <b>kind</b>,
      please.<p>Second.<h2>Lists</h2><ul><li>one</li><li><p>two</p><li>three</ul>
      <table><tr><th>Name</th><th>Points</th></tr><tr><td>Ada</td><td>12</td></tr></table>
      <pre><code># not a heading
  indented</code></pre>A<br>B</body></html>`;
    expect(await htmlToText(html)).toEqual({
      title: "House rules",
      text: "# Rules\n\nBe kind, please.\n\nSecond.\n\n## Lists\n\n- one\n- two\n- three\n\nName | Points\nAda | 12\n\n```\n# not a heading\n  indented\n```\n\nA\nB",
    });
  });

  it("does not need what HTML leaves out: html, head, body and end tags", async () => {
    expect(await htmlToText("<title>T</title><p>One<p>Two<div>Three<span> four</span>")).toEqual({ title: "T", text: "One\n\nTwo\nThree four" });
    expect(await textOf("no tags at all, 1 < 2")).toBe("no tags at all, 1 < 2");
    expect(await textOf("")).toBe("");
  });

  it("puts blanks where a browser shows some, and nowhere else", async () => {
    expect(await textOf("<p>a<b>b</b>c <i> d</i>\n\n e&nbsp;&nbsp;f</p>")).toBe("abc d e f");
    expect(await textOf("<p>x</p>   <p>  y  </p>")).toBe("x\n\ny");
  });

  it("of empty headings and items leaves nothing behind", async () => {
    expect(await textOf("<h2></h2><p>a</p><ul><li></li></ul><p>b</p>")).toBe("a\n\nb");
  });
});

describe("what is left out", () => {
  it("is code, hidden things, forms' insides, and what stands around the words on every page", async () => {
    const html = `<nav>Home</nav><header role="banner">Logo</header><p>Words</p><script>alert("x")</script><style>a{}</style><noscript>Turn it on</noscript>
      <p hidden>secret</p><div aria-hidden="true">x</div><svg><title>Icon</title><text>s</text></svg><select><option>1</option></select><textarea>t</textarea>
      <template>later</template><aside>Ads</aside><footer>Imprint</footer>
      <svg><path/><path></path></svg><br role="navigation"><img hidden>Last`;
    expect(await htmlToText(html)).toEqual({ title: "", text: "Words\n\nLast" });
  });

  it("is what stands outside of the main part, where there is one to speak of", async () => {
    const long = "Words of the article. ".repeat(20).trim();
    expect(await textOf(`<div>Cookies?</div><main><p>${long}</p></main><div>More</div>`)).toBe(long);
    expect(await textOf(`<div>${long}</div><article>Short</article>`)).toBe(`${long}\n\nShort`);
  });

  it("is not everything: a page that has its words in the wrong place is read all the same", async () => {
    expect(await textOf("<nav><p>All there is</p></nav>")).toBe("All there is");
    expect(await textOf("<nav>Never closed<p>Words")).toBe("Never closed\n\nWords");
  });
});

describe("character references", () => {
  it("are read by number and by name; what is none stays", () => {
    expect(decodeEntities("&lt;b&gt; &amp;amp; &uuml;&Ouml;&szlig; &euro; &#8364; &#x20AC; &alpha;&Omega;&sigmaf; &hellip;")).toBe("<b> &amp; üÖß € € € αΩς …");
    expect(decodeEntities("AT&T a&b=c&copy=1 &nosuch; &; &#; &#xZZ; &-;")).toBe("AT&T a&b=c&copy=1 &nosuch; &; &#; &#xZZ; &-;");
    expect(decodeEntities("&#150;&#0;&#xD800;&#1114112;")).toBe("–\uFFFD\uFFFD\uFFFD");
  });

  it("are decoded once: what was escaped twice is shown escaped", async () => {
    expect(await textOf("<p>&amp;lt;script&amp;gt;</p>")).toBe("&lt;script&gt;");
  });
});

describe("whatever comes", () => {
  const part = (tags: readonly string[]) => {
    const tag = fc.constantFrom(...tags);
    return fc.array(
      fc.oneof(
        tag.map((name) => `<${name}>`),
        tag.map((name) => `</${name}>`),
        fc.constantFrom("<!--", "-->", "<![CDATA[", "]]>", "< ", " >", "&", "\0", "\n"),
        fc.lorem({ maxCount: 3 }),
      ),
      { maxLength: 30 },
    );
  };

  it("never makes it fail", async () => {
    const html = part([
      "p",
      "div",
      "li",
      "ul",
      "table",
      "td",
      "pre",
      "h1",
      "nav",
      "main",
      "script",
      "svg",
      "select",
      "textarea",
      "br",
      "title",
      "xmp",
      "a href='",
    ]);
    await fc.assert(
      fc.asyncProperty(html, async (parts) => {
        const { text, title } = await htmlToText(parts.join(""));
        expect([typeof text, typeof title]).toEqual(["string", "string"]);
      }),
      { numRuns: 300 },
    );
  });

  it("no tag of the page's is taken for text, and outside of what is left out no word is lost", async () => {
    const tags = ["p", "div", "li", "ul", "table", "tr", "td", "pre", "h1", "b", "br", "section"];
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.constantFrom(...tags).chain((name) => fc.constantFrom(`<${name}>`, `</${name}>`)),
            fc.lorem({ maxCount: 3 }),
          ),
          { maxLength: 30 },
        ),
        async (parts) => {
          const words = parts.filter((one) => !one.startsWith("<")).join(" ");
          const text = (await textOf(parts.join(" "))).replaceAll(/```|^- |^# | \| /gm, " ");
          expect(text.split(/\s+/).filter(Boolean)).toEqual(words.split(/\s+/).filter(Boolean));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a page of more tags than anybody writes is read without its structure", async () => {
    const { title, text } = await htmlToText(`<title>T</title><script>if (a < b) {}</script>${"<p>a &amp; b".repeat(60_000)}`);
    expect(title).toBe("T");
    expect(text).toBe(`T${" a & b".repeat(60_000)}`);
  });

  it("a large page is read in reasonable time", async () => {
    for (const html of [
      "<div>".repeat(20_000),
      "<".repeat(2 ** 21),
      `<p>${"word ".repeat(400_000)}`,
      "<select><xmp><script>".repeat(1_000),
      "<p>a</p>".repeat(250_000),
      "<script".repeat(300_000),
    ]) {
      const start = performance.now();
      await htmlToText(html);
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });
});
