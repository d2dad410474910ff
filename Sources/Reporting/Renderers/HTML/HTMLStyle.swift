/// How the HTML report looks.
///
/// Figures take their colours from the same custom properties: --ink, --paper, --grid, --series-1 to --series-8.
/// Every pair of a text colour and its ground has a contrast of at least 4.5 (WCAG 2.2, 1.4.3).
enum HTMLStyle {
    private static let light = """
        --ink:#1b1f24;--paper:#ffffff;--grid:#d5d9de;--muted:#545c66;--panel:#f4f6f8;--link:#0a558c;--mark:#fff3c4;\
        --good:#1a7f4b;--bad:#b3261e;--even:#0a558c;--open:#6b7480;--note:#8a5a00;\
        --series-1:#0072b2;--series-2:#d55e00;--series-3:#009e73;--series-4:#b3568f;--series-5:#a87800;\
        --series-6:#3f8fc0;--series-7:#7a4fa3;--series-8:#5f6b2d;
        """
    private static let dark = """
        --ink:#e6e9ed;--paper:#14171b;--grid:#3a4048;--muted:#a9b1bb;--panel:#1e2329;--link:#7cc0f5;--mark:#4a3f12;\
        --good:#5bd394;--bad:#ff8a80;--even:#7cc0f5;--open:#98a2ae;--note:#f0b849;\
        --series-1:#56b4e9;--series-2:#ff8f4d;--series-3:#3ccfa4;--series-4:#e59ac7;--series-5:#f0c14b;\
        --series-6:#8ecdf2;--series-7:#bd9be0;--series-8:#b5c36a;
        """

    /// The style sheet.
    static let text = """
        :root{color-scheme:light;\(light)}
        @media (prefers-color-scheme:dark){:root:not([data-theme="light"]){color-scheme:dark;\(dark)}}
        :root[data-theme="dark"]{color-scheme:dark;\(dark)}
        *{box-sizing:border-box}
        html{scroll-padding-top:3.5rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",\
        Roboto,"Helvetica Neue",Arial,sans-serif}
        a{color:var(--link)}
        a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible,[tabindex]:focus-visible\
        {outline:3px solid var(--link);outline-offset:2px}
        td:focus-visible,tbody th:focus-visible{outline-offset:-3px}
        main:focus{outline:none}
        .skip{position:absolute;left:-999rem;top:0;z-index:9;background:var(--paper);padding:.6rem 1rem}
        .skip:focus{left:0}
        .hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);\
        white-space:nowrap;border:0}
        .top{position:sticky;top:0;z-index:5;display:flex;gap:1rem;align-items:center;\
        justify-content:space-between;padding:.45rem 1.25rem;background:var(--paper);\
        border-bottom:1px solid var(--grid)}
        .top p{margin:0;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        button{font:inherit;font-size:.875rem;color:inherit;background:var(--panel);border:1px solid var(--grid);\
        border-radius:.35rem;padding:.25rem .75rem;cursor:pointer}
        .top button[aria-pressed="true"]{border-color:var(--link)}
        .page{display:grid;grid-template-columns:15.5rem minmax(0,1fr);gap:2.5rem;max-width:96rem;margin:0 auto;\
        padding:0 1.25rem}
        nav{position:sticky;top:3.2rem;align-self:start;max-height:calc(100vh - 3.5rem);overflow:auto;\
        padding:1.25rem 0;font-size:.9rem;line-height:1.35}
        nav summary{display:none}
        nav ul{list-style:none;margin:0;padding:0}
        nav a{display:block;padding:.25rem .6rem;color:var(--muted);text-decoration:none;\
        border-left:3px solid transparent;overflow-wrap:anywhere}
        nav a:hover{color:var(--ink);text-decoration:underline}
        nav a[aria-current]{color:var(--ink);border-left-color:var(--link)}
        main{padding:.75rem 0 5rem;min-width:0}
        h1{font-size:1.75rem;line-height:1.2;margin:1rem 0 .5rem}
        h2{font-size:1.25rem;line-height:1.3;margin:2.4rem 0 .75rem;padding-bottom:.3rem;\
        border-bottom:1px solid var(--grid)}
        p,main li{max-width:50rem;overflow-wrap:break-word}
        .hint,.notes,figcaption,.closing{color:var(--muted);font-size:.875rem}
        .hint{border-left:3px solid var(--grid);padding-left:.75rem}
        code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        .findings{list-style:none;margin:1rem 0;padding:0;max-width:56rem;background:var(--panel);\
        border-radius:.4rem;overflow:hidden}
        .findings li{max-width:none;padding:.55rem .9rem;border-left:5px solid var(--open)}
        .findings li+li{border-top:1px solid var(--grid)}
        .findings .better{border-left-color:var(--good)}.findings .worse{border-left-color:var(--bad)}
        .findings .equivalent{border-left-color:var(--even)}.findings .notice{border-left-color:var(--note)}
        .findings em{color:var(--muted)}
        .aside>summary{cursor:pointer;margin-top:2rem}
        .aside>summary h2{display:inline-block;margin:0;border:0}
        figure details>summary{cursor:pointer;color:var(--muted);font-size:.875rem;width:max-content}
        .tools{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;margin:1.2rem 0 .4rem;font-size:.875rem}
        .tools input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--open);\
        border-radius:.35rem;padding:.2rem .5rem;width:14rem;max-width:60vw}
        .tools output{color:var(--muted)}
        .scroll{overflow-x:auto;margin:.4rem 0 1rem;position:relative}
        .tall{max-height:85vh;overflow-y:auto}
        .tall thead th{position:sticky;top:0;z-index:2;box-shadow:inset 0 -1px var(--ink)}
        table{border-collapse:separate;border-spacing:0;font-size:.875rem;line-height:1.4;\
        font-variant-numeric:tabular-nums lining-nums}
        caption{text-align:left;font-weight:600;padding:.2rem 0 .35rem;white-space:nowrap}
        th,td{padding:.28rem .7rem;text-align:left;vertical-align:top;font-weight:400;\
        border-bottom:1px solid var(--grid)}
        thead th{font-weight:600;vertical-align:bottom;border-bottom-color:var(--ink);background:var(--paper)}
        td{overflow-wrap:break-word;min-width:3rem;max-width:44rem}
        th[scope="row"]{position:sticky;left:0;background:var(--paper);z-index:1;max-width:20rem;\
        overflow-wrap:anywhere;min-width:5rem}
        .tall thead th:first-child{left:0;z-index:3}
        .n{text-align:right;white-space:nowrap}
        td.n{overflow-wrap:normal}
        tbody tr:hover>*{background:var(--panel)}
        thead button{all:unset;cursor:pointer;display:inline-flex;gap:.35rem;align-items:baseline}
        .n button{flex-direction:row-reverse}
        thead button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        thead button::after{content:"";width:.6rem;text-align:center;color:var(--muted);flex:none}
        th[aria-sort="ascending"] button::after{content:"\\25B2";font-size:.65rem;color:var(--ink)}
        th[aria-sort="descending"] button::after{content:"\\25BC";font-size:.65rem;color:var(--ink)}
        thead button:hover::after{content:"\\25B2";font-size:.65rem}
        th[aria-sort="ascending"] button:hover::after{content:"\\25BC"}
        th[aria-sort="descending"] button:hover::after{content:"\\00D7";font-size:.8rem}
        #tip{position:absolute;z-index:8;max-width:min(26rem,92vw);background:var(--ink);color:var(--paper);\
        padding:.4rem .6rem;border-radius:.35rem;font-size:.8125rem;line-height:1.4;overflow-wrap:anywhere}
        #tip b{font-weight:600}#tip span{display:block}
        figure{margin:1.25rem 0 1.75rem;max-width:60rem}
        .plot{overflow-x:auto}
        .plot svg{display:block;width:100%;min-width:32rem;height:auto}
        figcaption{margin-top:.35rem;max-width:50rem}
        @media (max-width:64rem){.page{display:block;padding:0 1rem}.top{padding:.45rem 1rem}\
        nav{position:static;max-height:none;padding:1rem 0 0}\
        nav summary{display:list-item;cursor:pointer;font-weight:600;padding:.3rem 0}}
        @media (max-width:40rem){th,td{padding:.28rem .45rem}h1{font-size:1.45rem}\
        th[scope="row"]{max-width:9.5rem}td{max-width:22rem}}
        main>section{content-visibility:auto;contain-intrinsic-size:auto 60rem}
        @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
        @media (forced-colors:active){.findings li{border-left-width:2px}}
        @page{margin:14mm 12mm}
        @media print{
        :root,:root[data-theme="dark"],:root:not([data-theme="light"]){color-scheme:light;\(light)}
        .top,nav,.skip,.tools,.hint,#tip,#status,figure details{display:none!important}
        body{font-size:10pt}.page{display:block;padding:0;max-width:none}main{padding:0}
        main>section{content-visibility:visible}
        details::details-content{content-visibility:visible;display:block;height:auto}
        .aside>summary{list-style:none}.aside>summary::-webkit-details-marker{display:none}
        .scroll,.tall,.plot{overflow:visible;max-height:none}
        .plot svg{min-width:0}
        table{font-size:7.5pt;max-width:100%}thead{display:table-header-group;break-inside:avoid}
        .tall thead th,th[scope="row"]{position:static}
        th,td{padding:1.2pt 4pt;min-width:0}.n{white-space:normal}td.n{white-space:nowrap}
        tr,figure,.findings li{break-inside:avoid}h1,h2,caption,summary{break-after:avoid}
        p,main li,.findings{max-width:none}a{color:inherit;text-decoration:none}
        }

        """
}
