/// The layout's template (Mustache) and its end.
enum LayoutTemplate {
    static let head = """
        <!DOCTYPE html>
        <html lang="en"{{#theme}} data-theme="{{theme}}"{{/theme}}>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} – Conduct</title>
        <link rel="icon" href="/assets/icon.svg">
        <link rel="stylesheet" href="/assets/studio.css">
        {{#previous}}<link rel="prev" href="{{previous}}">{{/previous}}
        {{#next}}<link rel="next" href="{{next}}">{{/next}}
        <script type="module" src="/assets/studio.js"></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <div class="top"><div class="bar">
        <a class="brand" href="/"><img src="/assets/icon.svg" width="20" height="20" alt=""> Conduct</a>
        <nav aria-label="Studio">{{#items}}<a href="{{href}}" data-key="{{key}}"{{#current}} aria-current="page"{{/current}}>{{name}}</a>{{/items}}</nav>
        <form class="find" action="/search" role="search"><label class="hide" for="find">Search all prompts and outputs</label><input id="find" type="search" name="q" placeholder="Search  /" autocomplete="off"></form>
        <button type="button" class="plain" id="theme" hidden aria-label="Switch between light and dark">◐</button>
        <button type="button" class="plain" id="keys" hidden aria-label="Show the keys">?</button>
        </div></div>
        <main id="main" class="page" tabindex="-1">
        {{#hasTrail}}<nav class="over" aria-label="Where this is">{{#trail}}<a href="{{href}}">{{name}}</a> <span aria-hidden="true">/</span> {{/trail}}</nav>{{/hasTrail}}

        """

    static let foot = """

        </main>
        </body>
        </html>

        """
}
