/** The pages' style: light and dark by the reader's system. Hashed into their content security policy. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--page:#f4f5f9;--card:#fff;--text:#1c1e26;--soft:#5d6270;--line:#e3e5ec;--brand:#4752c4;--good:#1a7f45;--open:#9a5b00}
@media(prefers-color-scheme:dark){:root{--page:#14151a;--card:#1e2027;--text:#eceef4;--soft:#a3a8b8;--line:#31343f;--brand:#99a3ff;--good:#5fd38d;--open:#f0b35a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--page);color:var(--text);font:16px/1.55 system-ui,sans-serif}
main{width:min(40rem,100%);background:var(--card);border:1px solid var(--line);border-radius:16px;padding:2rem}
h1{margin:0;font-size:1.75rem;letter-spacing:-.02em}
h2{margin:1.75rem 0 .5rem;font-size:1rem}
.tagline{margin:.25rem 0 1.25rem;color:var(--soft)}
.state{display:inline-flex;align-items:center;gap:.5rem;margin:0;padding:.3rem .8rem;border:1px solid currentColor;border-radius:99px;font-weight:600}
.state::before{content:"";width:.55rem;height:.55rem;border-radius:50%;background:currentColor}
.good{color:var(--good)}.open{color:var(--open)}
dl{margin:1.25rem 0 0}
dl div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;padding:.55rem 0;border-top:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;font-weight:500;overflow-wrap:anywhere}
ol,ul{margin:0;padding-left:1.25rem}li{margin:.3rem 0;overflow-wrap:anywhere}
.problems{margin-top:1.25rem}
.button{display:inline-block;margin-top:.75rem;padding:.6rem 1.1rem;border-radius:10px;background:var(--brand);color:var(--card);border:0;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button:focus-visible,input:focus-visible,summary:focus-visible{outline:3px solid var(--text);outline-offset:2px}
p{margin:.5rem 0}a:not(.button){color:var(--brand)}
label{display:block;margin-top:.75rem;font-weight:600}
input{width:100%;margin-top:.35rem;padding:.6rem .75rem;border:1px solid var(--soft);border-radius:10px;background:var(--page);color:var(--text);font:inherit}
.hint{color:var(--soft)}
details{margin-top:1.75rem}summary{cursor:pointer;font-weight:600}
`;
