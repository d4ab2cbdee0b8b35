/** What programs put on the clipboard, as browsers hand it over: shortened, with every oddity that matters kept. */

export const word = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; margin:0in; font-family:"Calibri",sans-serif;} @list l0 {mso-list-id:1;} --></style></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<h1 style='mso-pagination:widow-orphan'><b>What we noticed<o:p></o:p></b></h1>
<p class=MsoNormal style='margin-bottom:8.0pt'><span style='font-size:12.0pt;mso-bidi-font-family:Calibri'>We counted <b
style='mso-bidi-font-weight:normal'>who spoke</b> in <i>every</i>
lesson,<span style='mso-spacerun:yes'>  </span>and asked families.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference><span style='font-size:12.0pt'>[1]</span></span><![endif]></span></span></a><o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>First finding<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;text-indent:-.25in;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>A detail of it<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span><![endif]>Second finding<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l1 level1 lfo2'><![if !supportLists]><span><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span></span><![endif]>Change one routine<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l1 level1 lfo2'><![if !supportLists]><span><span
style='mso-list:Ignore'>2.<span>&nbsp; </span></span></span><![endif]>Count again<o:p></o:p></p>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="p1"><v:imagedata src="file:///C:/x/clip_image001.png"/></v:shape><![endif]--><![if
!vml]><img width=200 height=100 src="file:///C:/Users/ann/AppData/clip_image001.png"><![endif]></p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-border-alt:solid windowtext .5pt'>
<tr style='mso-yfti-irow:0'><td width=200 valign=top style='width:150pt'><p class=MsoNormal>Grade<o:p></o:p></p></td><td><p class=MsoNormal>Spoke<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>4<o:p></o:p></p></td><td><p class=MsoNormal>12 of 24<o:p></o:p></p></td></tr></table>
<!--EndFragment--><div style='mso-element:footnote-list'><br clear=all><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a>
Letter of March 3, see <a href="https://example.org/a">the site</a>.<o:p></o:p></p></div></div></body></html>`;

export const googleDocs = `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-0a1b2c3d-7fff">
<h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span style="font-size:16pt;font-family:Arial,sans-serif;font-weight:400;">Our plan</span></h2>
<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;font-style:normal;white-space:pre-wrap;">Plain, then </span><span
style="font-size:11pt;font-weight:700;font-style:normal;">bold</span><span style="font-weight:400;"> and </span><span
style="font-weight:400;font-style:italic;">italic</span><span style="font-weight:400;">.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><br />
<ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400;">Vision</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>Shared with families</span></p></li></ul><li
dir="ltr" aria-level="1"><p role="presentation"><span>Strategy</span></p></li></ul>
<div dir="ltr" align="left"><table style="border:none;"><colgroup><col width="312" /><col width="312" /></colgroup><tbody><tr style="height:0pt"><td><p
dir="ltr"><span>Step</span></p></td><td><p dir="ltr"><span>When</span></p></td></tr><tr><td><p><span>Read data</span></p></td><td><p><span>May</span></p></td></tr></tbody></table></div>
<hr style="display:none" /><div><p dir="ltr"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Hattie (2009).</span></p></div></b>`;

export const webPage = `<html><body><p onclick="alert(1)">Read <a href="https://example.org/x" style="color:red">this</a> and not
<a href="javascript:alert(1)">that</a>.<script>alert(1)</script></p><img src=x onerror="alert(1)"><svg><text>icon</text></svg>
<blockquote><p>Quoted</p></blockquote><pre>line one
line two</pre></body></html>`;
