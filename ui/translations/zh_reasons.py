"""What readers and collections say, in Chinese: their templates, and those that stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ZH_REASONS: Final[Mapping[str, str]] = {
    "{path}: {reason}": "{path}：{reason}",
    "{name}: {reason}": "{name}：{reason}",
    "{before}; {then}": "{before}；{then}",
    # Files and folders
    "neither a file nor a folder": "既不是文件，也不是文件夹",
    "its name is not in UTF-8; rename it": "文件名不是 UTF-8 编码；请改名",
    "it is a link that leads back to itself": "是一个指回自身的链接",
    "there is no such file or folder": "没有这个文件或文件夹",
    "no permission to read it": "没有读取的权限",
    "it has {size:,} bytes, more than the {most:,} that are read; divide it": (
        "有 {size:,} 字节，超过上限 {most:,}；请分成几个文件"
    ),
    "it changed while it was read; read it again when it is finished": (
        "读取时文件有改动；请等它写完后再读一次"
    ),
    "it could not be read to its end; read it again": "没能读到末尾；请再读一次",
    "it is empty (0 bytes)": "是空文件（0 字节）",
    "there is no text in it": "其中没有文字",
    "it cannot be read ({kind}: {error})": "无法读取（{kind}：{error}）",
    "no file matches --encoding {pattern}={encoding}": (
        "没有文件与 --encoding {pattern}={encoding} 相符"
    ),
    # Kinds that are not read
    "{suffix} files are not supported; {advice}": "不支持 {suffix} 文件；{advice}",
    "files without a suffix are not supported; {advice}": "不支持没有后缀的文件；{advice}",
    "save it as .docx": "请另存为 .docx",
    "save it as .xlsx or .csv": "请另存为 .xlsx 或 .csv",
    "save it as .pdf": "请另存为 .pdf",
    "convert it to .epub": "请转换为 .epub",
    "save the page as .html": "请把网页另存为 .html",
    "unpack it, or pack it as .zip": "请解压，或改用 .zip 打包",
    "recognise its text (OCR) and save that as .pdf or .txt": (
        "请先识别文字（OCR），再存为 .pdf 或 .txt"
    ),
    "write down what is said and save that as .txt": "请把所说的内容写成文字，存为 .txt",
    "save the message as .txt or .pdf": "请把邮件另存为 .txt 或 .pdf",
    "save it as .jsonl, an object with a text field a line": (
        "请存为 .jsonl，每行一个带 text 字段的对象"
    ),
    "save it as .txt": "请另存为 .txt",
    "if it holds text, save it as .txt, .docx or .pdf": (
        "如果其中是文字，请另存为 .txt、.docx 或 .pdf"
    ),
    # Kinds under a wrong name
    "a PDF (.pdf)": "PDF（.pdf）",
    "a zip archive or an Office document (.zip, .docx, .xlsx, .epub)": (
        "压缩包或 Office 文档（.zip、.docx、.xlsx、.epub）"
    ),
    "an old or encrypted Office document (.doc, .xls)": "旧版或加密的 Office 文档（.doc、.xls）",
    "rich text (.rtf)": "RTF 文档（.rtf）",
    "a picture (.png)": "图片（.png）",
    "a picture (.jpg)": "图片（.jpg）",
    "a picture (.gif)": "图片（.gif）",
    "an archive (.rar)": "压缩包（.rar）",
    "an archive (.7z)": "压缩包（.7z）",
    "compressed data (.gz)": "压缩数据（.gz）",
    "compressed data (.xz)": "压缩数据（.xz）",
    "a database": "数据库",
    "a program": "程序",
    "something else": "别的文件",
    "it is in fact {kind}; save it in the format of its name": (
        "其实是{kind}；请按文件名所示的格式保存"
    ),
    "it is no text but {kind}; give it the suffix of its kind": (
        "不是文本，而是{kind}；请改成相应的后缀"
    ),
    "it is no PDF but {kind}": "不是 PDF，而是{kind}",
    # Text
    "its bytes are no text in {encoding}": "按 {encoding} 编码读不出文字",
    "its bytes are no text in any encoding that Wenju knows": "按问据所知的任何编码都读不出文字",
    "there is no encoding {name!r}; use one of these: {offered}": (
        "没有名为 {name!r} 的编码；可以用：{offered}"
    ),
    "its text has {characters:,} characters, more than the {most:,} that a document may have;"
    " divide it into several files": (
        "全文 {characters:,} 字，超过一个文档的上限 {most:,} 字；请分成几个文件"
    ),
    "it is no table ({error}); save it again as .csv or .xlsx": (
        "不是表格（{error}）；请重新存为 .csv 或 .xlsx"
    ),
    "no line is a document": "没有一行可以作为文档",
    "line {lines} is {why}": "第 {lines} 行{why}",
    "lines {lines} are {why}": "第 {lines} 行{why}",
    "not valid JSON": "不是有效的 JSON",
    "not an object in braces": "不是花括号里的对象",
    "without a text in the field text, content or body": "的 text、content、body 字段里没有文字",
    # Packed files
    "it has {count:,} members; at most {most:,}": "内有 {count:,} 个文件；上限 {most:,} 个",
    "it has more than {most:,} members": "内有超过 {most:,} 个文件",
    "it is damaged or cut off: its end is missing; get it again": (
        "已损坏或不完整：缺少末尾；请重新获取"
    ),
    "it is damaged: it does not begin as a file of its kind does": (
        "已损坏：开头不是这类文件应有的样子"
    ),
    "it is damaged: what it unpacks to is not what was packed": "已损坏：解压出来的与打包时的不符",
    "it is damaged or cut off; get it again": "已损坏或不完整；请重新获取",
    "it is damaged or cut off": "已损坏或不完整",
    "it is cut off": "不完整",
    "it cannot be unpacked ({error})": "无法解压（{error}）",
    "it unpacks to more than {most:,} bytes": "解压后超过 {most:,} 字节",
    "it unpacks to far more than its size (a bomb)": "解压后远远大于原来的大小（疑为压缩炸弹）",
    "its part {part} {refused}": "其中的 {part} {refused}",
    "its part {part} is missing": "缺少其中的 {part}",
    "its part {part} is damaged: {reason}": "其中的 {part} 已损坏：{reason}",
    "is encrypted; unpack it with its password first": "已加密；请先用密码解压",
    "unpacks to {times:,} times its size (a bomb)": "解压后是原来的 {times:,} 倍（疑为压缩炸弹）",
    "unpacks to {size:,} bytes; at most {most:,} are read": (
        "解压后有 {size:,} 字节；最多读 {most:,} 字节"
    ),
    "is no file": "不是文件",
    "is no file but a link to {target}": "不是文件，而是指向 {target} 的链接",
    "it {refused}": "{refused}",
    "it is an archive in {count} archives in an archive; unpack it": (
        "压缩包套了超过 {count} 层；请解压"
    ),
    "it is empty": "是空的",
    "skipped {name}: {reason}": "略过 {name}：{reason}",
    "{why}; what follows is not read": "{why}；其后的不再读取",
    "nothing in it can be read: {why}": "其中没有能读的：{why}",
    "{notes} and {more:,} more": "{notes}，另有 {more:,} 个",
    # Documents
    "it is damaged or no Word document ({error})": "已损坏，或不是 Word 文档（{error}）",
    "it is damaged or no workbook ({error})": "已损坏，或不是工作簿（{error}）",
    "formulas without a stored result are left out ({count}); open the file in a spreadsheet"
    " program and save it": (
        "没有存下结果的公式未读入（{count} 个）；请用表格软件打开文件再保存一次"
    ),
    "it is encrypted; save it without its password first": "已加密；请先去掉密码另存",
    "it is damaged: it has no readable pages; get it again": "已损坏：没有可读的页；请重新获取",
    "it is damaged ({error}); get it again": "已损坏（{error}）；请重新获取",
    "it is cut off: the end of the file is missing; get it again": (
        "不完整：缺少文件末尾；请重新获取"
    ),
    "it is scanned: its pages are pictures and have no text layer; recognise the text (OCR) and"
    " save it with that": "是扫描件：各页都是图片，没有文字层；请先识别文字（OCR）并随文件保存",
    "its fonts do not say which characters they show; recognise them (OCR)": (
        "字体没有说明显示的是哪些字；请识别文字（OCR）"
    ),
    "pages that are pictures without a text layer are left out: {pages}": (
        "有的页是没有文字层的图片，未读入：第 {pages} 页"
    ),
    "it is no book: {part} names no package": "不是电子书：{part} 没有指明内容",
    "it is protected (DRM); only the shop's own program can open it": (
        "受版权保护（DRM）；只有书店自己的软件才能打开"
    ),
    "the chapter {name} is left out: {reason}": "章节 {name} 未读入：{reason}",
    "it is no well-formed XML ({error})": "不是合乎规范的 XML（{error}）",
    "{path} is not in this collection": "{path} 不在这个文库里",
    "{path} no longer holds {member}": "{path} 里已经没有 {member}",
    # Collections and questions
    "there is no collection in {folder}; make one with: python -m qa index PATH...": (
        "{folder} 里没有文库；用这条命令建一个：python -m qa index PATH..."
    ),
    "the folder {folder} cannot be made: {error}": "无法新建文件夹 {folder}：{error}",
    "another program is writing to the collection {folder}; wait until it is done": (
        "另一个程序正在写入文库 {folder}；请等它完成"
    ),
    "the collection {folder} was made with a model {model} whose files were others than they are"
    " now. Put those back, or index the documents into another collection with --collection DIR": (
        "文库 {folder} 是用模型 {model} 建立的，但这个模型的文件后来变了。请换回原来的文件，"
        "或用 --collection DIR 把文档编入另一个文库"
    ),
    "the collection {folder} was made with the model {made_with}, not with {model}. Use --model"
    " {made_with}, or index the documents into another collection with --collection DIR": (
        "文库 {folder} 是用模型 {made_with} 建立的，不是 {model}。请用 --model {made_with}，"
        "或用 --collection DIR 把文档编入另一个文库"
    ),
    "{path} is no readable collection: {error}": "{path} 不是可读的文库：{error}",
    "{path} is a collection of version {version}, this Wenju reads version {known}; index the"
    " documents again into another folder": (
        "{path} 是第 {version} 版的文库，本程序读的是第 {known} 版；请把文档重新编入另一个文件夹"
    ),
    "{folder} is a folder with other files in it; name a new one": (
        "{folder} 是一个有其他文件的文件夹；请另起一个名字"
    ),
    "the question has over {most} characters; ask a shorter one": (
        "问题超过 {most} 字；请问得短一些"
    ),
}
